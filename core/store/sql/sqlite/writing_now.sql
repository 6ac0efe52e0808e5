-- Whoever asks holds the write lock: nobody else is in the middle of a call.
SELECT NULL WHERE 0
