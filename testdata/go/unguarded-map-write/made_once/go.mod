module example.com/made_once

go 1.22
