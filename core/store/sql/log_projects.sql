SELECT name FROM ({projects}) AS logged
