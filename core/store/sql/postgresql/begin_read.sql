-- Every statement reads the same state of the store.
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY
