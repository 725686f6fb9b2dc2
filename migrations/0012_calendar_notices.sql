-- A year's holiday notice moves due instants that were counted before it was known. What an older
-- calendar counted is told by its version, so that whoever starts, after whatever was stopped in
-- the middle, finds what is still to be counted anew; what moved is listed.

-- The version of the lists with which the calendar last changed: clocks that were counted by an older one are out of date.
alter table list_version add column calendar_version bigint not null default 1;
update list_version set calendar_version = version;

create or replace function lists_changed() returns trigger language plpgsql as $$
begin
    update list_version set version = version + 1, calendar_version = case
        when tg_table_name in ('calendar_exceptions', 'statutory_holidays', 'office_hours') then version + 1
        else calendar_version end;
    perform pg_notify('hotline_lists', '');
    return null;
end $$;

drop index clocks_provisional;
create index clocks_provisional on clocks (case_id) include (calendar_version, due_at)
    where provisional and ended_at is null and paused_at is null;

-- Due instants that a change of the calendar moved.
create table due_moves (
    id               bigint generated always as identity primary key,
    case_id          bigint not null references cases,
    ordinal          integer not null,
    -- As the clock runs against it at that time.
    department       text references departments,
    stage            text not null,
    old_due_at       timestamptz not null,
    new_due_at       timestamptz not null,
    calendar_version bigint not null,
    moved_at         timestamptz not null,
    -- Whether the department was told: in one notice, when all of a change is counted.
    told             boolean not null default false,
    -- What did not move is not listed.
    constraint due_moved check (old_due_at <> new_due_at)
);
create index due_moves_by_department on due_moves (department, id);
create index due_moves_by_change on due_moves (calendar_version, moved_at);
create index due_moves_untold on due_moves (id) where not told;
