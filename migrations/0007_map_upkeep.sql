-- The responsibility map learns from its own history: which entry sent each case, what rulings
-- said against it, and who proposed to change it and why. Entries are named by their id without
-- a foreign key: an import of the list may replace them, and what was answered stays on record.

-- The entry by which the case went where it went; null where a dispatcher or a ruling chose
-- otherwise than the map. Made of what is kept anyway, so that it cannot disagree with it.
alter table routings add column responsibility bigint generated always as (
    case when explanation ->> 'department' = department then (explanation ->> 'responsibility')::bigint end) stored;
create index routings_by_responsibility on routings (responsibility, decided_at) where responsibility is not null;

-- The entry that had sent the case to the department that returned it: the ruling is a precedent
-- for it. Set when the return is asked, since later routings of the case say nothing of this one.
alter table return_requests add column responsibility bigint;
update return_requests r set responsibility = (
    select t.responsibility from routings t
    where t.case_id = r.case_id and t.department = r.department and t.decided_at <= r.requested_at
    order by t.ordinal desc limit 1);

create function return_names_its_entry() returns trigger language plpgsql as $$
begin
    new.responsibility := (
        select case when t.department = new.department then t.responsibility end
        from routings t where t.case_id = new.case_id order by t.ordinal desc limit 1);
    return new;
end $$;
create trigger return_requests_entry before insert on return_requests for each row execute function return_names_its_entry();

create index return_requests_precedents on return_requests (responsibility, id) where ruled_at is not null and responsibility is not null;
create index return_requests_ruled on return_requests (ruled_at) include (responsibility, upheld, designated)
    where ruled_at is not null and responsibility is not null;

-- A change of the map that a dispatcher or an administrator proposes and another administrator
-- decides: a new entry, the end of one, or one in the place of another from a day on. Codes have
-- no foreign keys here: a list that has moved on must not be held back by an old proposal; what
-- no longer fits is refused when it is decided.
create table responsibility_proposals (
    id              bigint generated always as identity primary key,
    sort            text not null constraint proposal_sort_known check (sort in ('addition', 'ending', 'replacement')),
    -- The entry that ends, and its last valid day.
    responsibility  bigint,
    last_day        date,
    -- The entry that begins.
    category        text,
    kinds           text[],
    region          text,
    assignee        text,
    supporting      text[],
    power           text,
    legal_basis     text,
    valid_from      date,
    valid_to        date,
    reason          text not null,
    -- The ruling that gave rise to it.
    ruling          bigint references return_requests,
    proposed_by     bigint not null references accounts,
    proposed_at     timestamptz not null,
    decided_by      bigint references accounts,
    decided_at      timestamptz,
    accepted        boolean,
    decision        text,
    -- The id of the entry that acceptance made.
    made            bigint,
    version         integer not null default 1,
    -- Each sort has its parts and no others.
    constraint ends_an_entry check (
        (sort = 'addition') = (responsibility is null) and (sort = 'addition') = (last_day is null)),
    constraint begins_an_entry check (
        (sort = 'ending') = (category is null) and (sort = 'ending') = (kinds is null) and (sort = 'ending') = (region is null)
        and (sort = 'ending') = (assignee is null) and (sort = 'ending') = (supporting is null)
        and (sort = 'ending') = (valid_from is null)
        and (sort <> 'ending' or (power is null and legal_basis is null and valid_to is null))),
    -- Who proposes does not decide.
    constraint proposal_decided_by_another check (decided_by <> proposed_by),
    constraint proposal_decided_wholly check (
        (decided_at is null) = (decided_by is null) and (decided_at is null) = (accepted is null)),
    -- A no says why.
    constraint dismissed_with_words check (accepted is distinct from false or decision is not null),
    constraint made_by_acceptance check ((made is not null) = (accepted is true and sort <> 'ending'))
);
create index responsibility_proposals_open on responsibility_proposals (id) where decided_at is null;
create index responsibility_proposals_by_entry on responsibility_proposals (responsibility, id) where responsibility is not null;
