module example.com/taken_once

go 1.22
