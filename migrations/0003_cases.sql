-- A case, what happened to it, and the clocks that run on it.

-- Processes reserve serials in blocks, so that a number is known before its row is written.
create sequence case_serials as bigint increment by 100;

create table cases (
    id                 bigint primary key,
    number             text not null unique,
    kind               text not null constraint kind_known
                       check (kind in ('consultation', 'help_request', 'complaint', 'report', 'suggestion', 'commendation')),
    title              text not null constraint title_within_200 check (char_length(title) between 1 and 200),
    body               text not null constraint body_within_20000 check (char_length(body) between 1 and 20000),
    channel            text not null constraint channel_known
                       check (channel in ('web', 'mobile', 'phone', 'letter', 'counter', 'wechat', 'email', 'transfer')),
    category           text references categories,
    region             text references regions,
    address            text,
    longitude          double precision,
    latitude           double precision,
    occurred_at        timestamptz,
    against_department text references departments,
    against_name       text,
    -- The departments that the accusation means or the text names, as the map read them: a report is kept from their people.
    accused            text[] not null default '{}',
    -- Never cleared: who reported stays covered, whatever the case turns out to be.
    filed_as_report    boolean not null,
    confidential       boolean not null,
    publish_consent    boolean not null,
    urgent             boolean not null default false,
    -- The requester's identity is elsewhere and sealed; this is only the key to it.
    identity           bytea unique,
    -- A keyed hash: whoever reads the table still cannot track a case.
    query_code         bytea not null constraint query_code_is_hashed check (length(query_code) = 32),
    registered_by      bigint references accounts,
    received_at        timestamptz not null,
    registered_at      timestamptz not null,
    changed_at         timestamptz not null,
    state              text not null constraint state_known
                       check (state in ('received', 'dispatched', 'returning', 'handling', 'replied', 'callback', 'closed')),
    department         text references departments,
    signed             boolean not null default false,
    dispatches         integer not null default 0,
    handler            bigint references accounts,
    urges              integer not null default 0,
    urged_at           timestamptz,
    outcome            text constraint outcome_known check (outcome in ('solved', 'explained', 'interim')),
    -- The earliest due instant among the open clocks: what the queues are ordered by.
    next_due_at        timestamptz,
    event_count        integer not null,
    clock_count        integer not null,
    version            integer not null default 1,
    constraint place_on_earth check (
        (longitude is null) = (latitude is null) and longitude between -180 and 180 and latitude between -90 and 90
    ),
    constraint received_before_registered check (received_at <= registered_at),
    -- Somebody is responsible from dispatch on.
    constraint dispatched_has_lead check (state = 'received' or department is not null),
    -- Until the requester is answered there is always an instant by which somebody must act.
    constraint somebody_must_act check (state in ('replied', 'callback', 'closed') or next_due_at is not null)
);

create index cases_by_department on cases (department, next_due_at, id) where state in ('dispatched', 'returning', 'handling');
create index cases_by_department_all on cases (department, id);
create index cases_by_registrar on cases (registered_by, id) where registered_by is not null;
create index cases_for_dispatchers on cases (next_due_at, id) where state in ('received', 'returning');

-- Departments that help the lead.
create table case_supports (
    case_id    bigint not null references cases,
    department text not null references departments,
    since      timestamptz not null,
    primary key (case_id, department)
);
create index case_supports_by_department on case_supports (department, case_id);

-- Everything that was done, in order, with who did it. Rows are only ever added.
create table case_events (
    case_id bigint not null references cases,
    ordinal integer not null,
    at      timestamptz not null,
    type    text not null,
    actor   bigint references accounts,
    role    text not null,
    text    text,
    facts   jsonb not null default '{}',
    primary key (case_id, ordinal)
);

create function history_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'history is append-only' using errcode = 'restrict_violation', constraint = 'history_is_append_only';
end $$;
create trigger case_events_append_only before update or delete on case_events for each row execute function history_is_append_only();

-- Why the case went where it went, each time.
create table routings (
    case_id     bigint not null references cases,
    ordinal     integer not null,
    decided_at  timestamptz not null,
    decided_by  bigint references accounts,
    source      text not null default 'map' constraint source_known check (source in ('map', 'dispatcher', 'ruling')),
    department  text references departments,
    -- Of the map that was asked; a ruling asks none.
    map_version bigint,
    explanation jsonb not null,
    primary key (case_id, ordinal)
);

create table clocks (
    case_id          bigint not null references cases,
    ordinal          integer not null,
    stage            text not null,
    rule             text not null references time_limits,
    department       text references departments,
    -- The case's own, kept here too so that the overdue report can pick its rows from one index.
    kind             text not null,
    region           text,
    started_at       timestamptz not null,
    due_at           timestamptz not null,
    provisional      boolean not null,
    calendar_version bigint not null,
    -- Some limits end a right (to return a case) instead of making somebody late.
    counts_late      boolean not null,
    order_id         bigint,
    ended_at         timestamptz,
    ended_how        text constraint ended_how_known check (ended_how in ('met', 'cancelled')),
    primary key (case_id, ordinal),
    constraint ended_with_a_reason check ((ended_at is null) = (ended_how is null)),
    constraint ends_after_start check (ended_at >= started_at)
);

-- The overdue report reads its worst rows from these, in order.
create index clocks_open on clocks (due_at, case_id, ordinal) include (department, stage, kind, region)
    where ended_at is null and counts_late;
create index clocks_met_late on clocks ((ended_at - due_at) desc, case_id, ordinal)
    include (ended_at, due_at, department, stage, kind, region) where ended_at > due_at and counts_late;
-- What was still open on an earlier day is what ended late after it.
create index clocks_met_late_at on clocks (ended_at) include (due_at, case_id, ordinal, department, stage, kind, region) where ended_at > due_at and counts_late;

-- A spreadsheet runs a cell that begins with one of these as a formula; the apostrophe makes it text.
create function harmless(cell text) returns text
    language sql immutable strict parallel safe
    return case when cell ~ '^[=+\-@＝＋－＠\t\r\n]' then '''' || cell else cell end;

-- A return is asked at most once by a department in a case.
create table return_requests (
    id           bigint generated always as identity primary key,
    case_id      bigint not null references cases,
    department   text not null references departments,
    requested_by bigint not null references accounts,
    requested_at timestamptz not null,
    reason       text not null,
    legal_basis  text not null,
    proposed     text not null references departments,
    ruled_by     bigint references accounts,
    ruled_at     timestamptz,
    upheld       boolean,
    ruling       text,
    designated   text references departments,
    constraint one_return_per_department unique (case_id, department),
    constraint proposes_another check (proposed <> department),
    constraint ruled_wholly check ((ruled_at is null) = (upheld is null) and (ruled_at is null) = (ruled_by is null))
);
create index return_requests_open on return_requests (requested_at, id) where ruled_at is null;

-- Answers already given to requests that carried an Idempotency-Key, sealed because an answer
-- can hold a query code.
create table idempotent_answers (
    key          bytea primary key,
    request      bytea not null,
    answer       bytea not null,
    answered_at  timestamptz not null
);
create index idempotent_answers_by_age on idempotent_answers (answered_at);
