-- Whatever the default of the role is: each statement must see what was committed before it.
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE
