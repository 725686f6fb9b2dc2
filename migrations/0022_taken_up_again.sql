-- How often the requester took a case up again: a supervisor's reopening leaves them theirs.
alter table cases add column own_reopenings integer not null default 0;

-- A return that lapsed, because the requester took the case back, used nothing up: nobody ruled on it.
alter table return_requests drop constraint one_return_per_department;
create unique index one_return_per_department on return_requests (case_id, department) where lapsed_at is null;

-- Where a report went above the department that its entry names, because it accuses that one, a return says nothing of the entry.
create or replace function return_names_its_entry() returns trigger language plpgsql as $$
begin
    new.responsibility := (
        select case when t.department = new.department and not t.explanation ? 'instead_of' then t.responsibility end
        from routings t where t.case_id = new.case_id order by t.ordinal desc limit 1);
    return new;
end $$;

-- Closings by time, also of cases that were taken up again since: a sample is drawn from what was closed as of an instant.
create index case_events_closed on case_events (at, case_id) where type = 'closed';
alter table callback_samples add column as_of timestamptz;
update callback_samples set as_of = drawn_at;
alter table callback_samples alter column as_of set not null;
-- How often the requester was called, whether or not they were reached.
alter table callback_sample_cases add column attempts integer not null default 0;
update callback_sample_cases set attempts = 1 where checked_at is not null;

create index responsibility_proposals_by_ruling on responsibility_proposals (ruling, id) where ruling is not null;
