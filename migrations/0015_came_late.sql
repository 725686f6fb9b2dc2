-- A limit that had ended before a department had the case is not counted against that department: scorecards ask of each
-- clock whether it goes on with another's.
drop index clocks_owed;
create index clocks_owed on clocks (due_at) include (case_id, department, stage, ended_at, ended_how, paused_at, extended_by, continues)
    where counts_late and stage in ('dispatch', 'accept', 'sign', 'handle');
