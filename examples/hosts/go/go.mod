module geometry

go 1.19
