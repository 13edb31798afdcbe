module example.com/wrapped_function_called_at_once

go 1.24
