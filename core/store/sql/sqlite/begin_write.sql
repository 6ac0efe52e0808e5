-- Takes the write lock before anything is read: a deferred BEGIN fails with BUSY_SNAPSHOT.
BEGIN IMMEDIATE
