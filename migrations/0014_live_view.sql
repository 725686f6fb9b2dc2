-- The live view: who watches a queue or the overdue list over a long-lived connection is told of
-- each change, and who was cut off is told what was missed. That needs a log of changes with what
-- was before them. A number drawn from a sequence would not do as a position in it: of two
-- transactions the one with the higher number may become visible first, and a reader who has come
-- past it never looks back. So a position is a snapshot (pg_current_snapshot()), and what a reader
-- has missed are the rows whose transaction that snapshot did not see.
--
-- No NOTIFY: a transaction that notifies holds a lock of the whole cluster while it commits, so that
-- commits go one by one (measured: 32 writers came from 8,000 commits a second to 300). Each server
-- that has somebody who watches looks for unseen rows ten times a second instead.

create table case_changes (
    xid        xid8 not null default pg_current_xact_id(),
    -- Rows of one case have the order of their changes: who changes a case holds its row locked.
    ordinal    bigint generated always as identity,
    at         timestamptz not null default clock_timestamp(),
    what       text not null constraint change_known
               check (what in ('opened', 'case', 'support', 'clock', 'account', 'much')),
    -- New cases: one row for all of a statement, since the intake writes batches.
    opened     bigint[],
    -- What the case, or the clock of it, was before.
    case_id    bigint,
    state      text,
    kind       text,
    category   text,
    department text,
    region     text,
    -- Of an account, that changed or whose tokens did: cases it took may have become free.
    handler    bigint,
    due_at     timestamptz,
    accused    text[],
    clock_count integer,
    clock      integer,
    -- Whether the department supported the case before; whether the clock ran before, and somebody was late by it.
    held       boolean,
    -- Whether the department still owed its answer to the lead.
    owed       boolean,
    primary key (xid, ordinal),
    constraint change_is_whole check (case what
        when 'opened' then opened is not null
        when 'case' then case_id is not null and state is not null and kind is not null and clock_count is not null
        when 'support' then case_id is not null and department is not null and held is not null and owed is not null
        when 'clock' then case_id is not null and clock is not null and kind is not null and due_at is not null and held is not null
        when 'account' then handler is not null
        else true end)
);
-- For the sweep; rows come in the order of their time.
create index case_changes_by_time on case_changes using brin (at) with (pages_per_range = 16);

-- The newest transaction of which a row was swept: who stopped reading before it must read the lists anew.
create table case_changes_swept (
    only_row boolean primary key default true constraint one_sweep_mark check (only_row),
    through  xid8 not null
);
insert into case_changes_swept (through) values ('0');

-- What somebody took and has not ended: it becomes free when they can no longer sign in.
create index cases_by_handler on cases (handler) where handler is not null and ended_at is null;
create index account_tokens_by_expiry on account_tokens (expires_at) where revoked_at is null;

-- A statement that changes more than this is not told case by case: who watches reads the list anew.
create function many_changes() returns bigint language sql immutable parallel safe return 5000;

create function cases_opened() returns trigger language plpgsql as $$
declare
    ids bigint[] := (select array_agg(id) from fresh);
begin
    if ids is null then return null; end if;
    if cardinality(ids) > many_changes() then
        insert into case_changes (what) values ('much');
    else
        insert into case_changes (what, opened) values ('opened', ids);
    end if;
    return null;
end $$;

-- Only what shows: a line in the history alone, or a mark, changes no list.
create function cases_changed() returns trigger language plpgsql as $$
begin
    if (select count(*) from former) > many_changes() then
        insert into case_changes (what) values ('much');
    else
        insert into case_changes (what, case_id, state, kind, category, department, region, handler, due_at, accused, clock_count)
        select 'case', f.id, f.state, f.kind, f.category, f.department, f.region, f.handler, f.next_due_at, f.accused, f.clock_count
        from former f join present p on p.id = f.id
        where (f.version, f.state, f.kind, f.title, f.category, f.department, f.region, f.handler, f.next_due_at, f.accused, f.urgent,
                f.urges, f.urged_at, f.parked_until, f.clock_count)
            is distinct from (p.version, p.state, p.kind, p.title, p.category, p.department, p.region, p.handler, p.next_due_at, p.accused,
                p.urgent, p.urges, p.urged_at, p.parked_until, p.clock_count);
    end if;
    return null;
end $$;

create function supports_changed() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        -- The supporting departments of a new case are part of its opening.
        insert into case_changes (what, case_id, department, held, owed)
        select 'support', f.case_id, f.department, false, false from fresh f
        where not exists (
            select from case_changes o where o.xid = pg_current_xact_id() and o.what = 'opened' and f.case_id = any(o.opened));
    else
        insert into case_changes (what, case_id, department, held, owed)
        select 'support', case_id, department, true, answered_at is null from former;
    end if;
    return null;
end $$;

create function clocks_changed() returns trigger language plpgsql as $$
begin
    if (select count(*) from former) > many_changes() then
        insert into case_changes (what) values ('much');
    else
        insert into case_changes (what, case_id, clock, kind, department, region, due_at, held)
        select 'clock', f.case_id, f.ordinal, f.kind, f.department, f.region, f.due_at,
            f.counts_late and f.ended_at is null and f.paused_at is null
        from former f join present p on p.case_id = f.case_id and p.ordinal = f.ordinal
        where (f.kind, f.department, f.region, f.stage, f.rule, f.started_at, f.due_at, f.original_due_at, f.counts_late, f.ended_at,
                f.ended_how, f.paused_at is null)
            is distinct from (p.kind, p.department, p.region, p.stage, p.rule, p.started_at, p.due_at, p.original_due_at, p.counts_late,
                p.ended_at, p.ended_how, p.paused_at is null);
    end if;
    return null;
end $$;

-- A row for each account: with its tokens ends what it watches, and becomes free what it took.
create function tokens_changed() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        insert into case_changes (what, handler) select distinct 'account', account from former;
    else
        insert into case_changes (what, handler) select distinct 'account', account from fresh;
    end if;
    return null;
end $$;

create function staff_changed() returns trigger language plpgsql as $$
begin
    insert into case_changes (what, handler) select 'account', id from fresh;
    return null;
end $$;

create trigger cases_opened after insert on cases referencing new table as fresh for each statement execute function cases_opened();
create trigger cases_changed after update on cases referencing old table as former new table as present
    for each statement execute function cases_changed();
create trigger case_supports_added after insert on case_supports referencing new table as fresh
    for each statement execute function supports_changed();
create trigger case_supports_removed after delete on case_supports referencing old table as former
    for each statement execute function supports_changed();
create trigger case_supports_changed after update on case_supports referencing old table as former
    for each statement execute function supports_changed();
create trigger clocks_changed after update on clocks referencing old table as former new table as present
    for each statement execute function clocks_changed();
create trigger account_tokens_added after insert on account_tokens referencing new table as fresh
    for each statement execute function tokens_changed();
create trigger account_tokens_updated after update on account_tokens referencing new table as fresh
    for each statement execute function tokens_changed();
create trigger account_tokens_removed after delete on account_tokens referencing old table as former
    for each statement execute function tokens_changed();
create trigger staff_changed after update on accounts referencing new table as fresh
    for each statement execute function staff_changed();
