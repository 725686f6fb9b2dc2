-- What the line does by itself when its time has come: it warns before a limit ends, marks what is
-- overdue, gives cards, raises supervision orders by rule, and says so. Several servers may do it at
-- once; what is here makes each effect happen once, whoever comes first.

-- When its being overdue was entered in the history of the case: once for each clock.
alter table clocks add column marked_at timestamptz;
-- What was over before anybody watched is no news.
update clocks set marked_at = ended_at where ended_at > due_at;
create index clocks_to_mark on clocks (due_at, case_id, ordinal)
    where marked_at is null and counts_late and (ended_at is null and paused_at is null or ended_at > due_at and ended_how <> 'silence');

-- What ends by itself on a day, or with a limit that makes nobody late: suspensions and parkings after their day of review, the
-- requester's time to say something, limits whose silence has a meaning.
create index cases_by_suspension on cases (suspended_until, id) where suspended_until is not null;
create index cases_by_parking on cases (parked_until, id) where parked_until is not null;
create index clocks_to_end on clocks (due_at, case_id, ordinal)
    where ended_at is null and paused_at is null and (stage = 'callback' or stage = 'handle' and not counts_late);

-- Up to which clock warnings have gone out, in the order of their due instants. Whoever warns holds the row.
create table warnings_sent (
    only_row boolean primary key default true constraint one_row_of_warnings check (only_row),
    due_at   timestamptz not null,
    case_id  bigint not null,
    ordinal  integer not null
);
insert into warnings_sent (due_at, case_id, ordinal) values ('1970-01-01 00:00:00+00', 0, 0);

-- On what event a supervision order is raised without anybody asking, after which delay, at which
-- level and with which demand. A list with validity dates, as the others.
create table order_triggers (
    id           text primary key,
    event        text not null constraint trigger_event_known check (event in (
        'unsigned', 'overdue', 'sent_back_twice', 'dissatisfied_after_rework', 'repeated_by_many', 'order_unmet')),
    level        text not null constraint trigger_level_known check (level in ('order', 'key_order', 'listed_order', 'next')),
    demand       text not null constraint trigger_demand_not_blank check (btrim(demand) <> ''),
    delay_amount integer constraint trigger_delay_positive check (delay_amount > 0),
    delay_unit   text constraint trigger_unit_known check (delay_unit in ('working_day', 'calendar_day', 'working_hour', 'clock_hour')),
    valid_from   date not null,
    valid_to     date,
    basis        text,
    constraint trigger_valid_in_order check (valid_to is null or valid_to >= valid_from),
    constraint trigger_delay_has_unit check ((delay_amount is null) = (delay_unit is null)),
    -- Only the demand of an order that was not met can go a level up.
    constraint next_level_after_an_order check ((level = 'next') <= (event = 'order_unmet'))
);
create trigger order_triggers_changed after insert or update or delete or truncate on order_triggers for each statement execute function lists_changed();

-- An order is issued by somebody, or raised by a trigger for a cause that has raised none yet.
alter table supervision_orders alter column issued_by drop not null;
alter table supervision_orders add column raised_by text;
alter table supervision_orders add column cause text constraint one_order_for_a_cause unique;
alter table supervision_orders add constraint issued_by_somebody_or_by_rule check (
    (issued_by is null) = (raised_by is not null) and (raised_by is null) = (cause is null));
-- The order whose demand was not met and is issued again in this one, a level up. Once.
alter table supervision_orders add column predecessor bigint references supervision_orders constraint reissued_once unique;
-- `unmet`: no answer came within the limit, and the demand was issued again.
alter table supervision_orders drop constraint order_state_known, add constraint order_state_known check (
    state in ('issued', 'acknowledged', 'replied', 'accepted', 'rejected', 'unmet'));
alter table supervision_orders drop constraint decided_when_ended, add constraint decided_when_ended check (
    (state in ('accepted', 'rejected', 'unmet')) = (decided_at is not null));

-- What supervision has to look at again at an instant: an event that may raise an order, an order to raise,
-- a red card to give. Done once.
create table occasions (
    case_id bigint not null references cases,
    -- The clock it is about; 0: the case itself.
    ordinal integer not null,
    effect  text not null constraint occasion_effect_known check (effect in ('event', 'order', 'red_card')),
    -- Of an event its name, of an order its trigger.
    subject text not null,
    since   timestamptz not null,
    at      timestamptz not null,
    done_at timestamptz,
    primary key (case_id, ordinal, effect, subject)
);
create index occasions_due on occasions (at, case_id, ordinal, effect, subject) where done_at is null;

-- 黄牌 and 红牌, given to a department.
create table cards (
    id           bigint generated always as identity primary key,
    colour       text not null constraint colour_known check (colour in ('yellow', 'red')),
    department   text not null references departments,
    case_id      bigint not null references cases,
    ordinal      integer not null,
    -- Of a red card for an order that was not met.
    order_id     bigint references supervision_orders,
    issued_at    timestamptz not null,
    withdrawn_by bigint references accounts,
    withdrawn_at timestamptz,
    withdrawal   text,
    version      integer not null default 1,
    constraint one_card_of_a_colour_for_a_clock unique (case_id, ordinal, colour),
    constraint card_is_for_a_clock foreign key (case_id, ordinal) references clocks,
    constraint withdrawn_with_reason check ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawal is null))
);
-- An order about several cases has a clock in each of them, and one red card.
create unique index one_red_card_for_an_order on cards (order_id) where order_id is not null;
create index cards_by_time on cards (issued_at desc, id desc);
create index cards_by_department on cards (department, issued_at desc, id desc);

-- What a department, or everybody with a role, is told. Never a requester's identity: cases are named by what they are.
create table notices (
    id         bigint generated always as identity primary key,
    department text references departments,
    role       text,
    kind       text not null,
    order_id   bigint references supervision_orders,
    at         timestamptz not null,
    read_at    timestamptz,
    read_by    bigint references accounts,
    constraint one_receiver check ((department is null) <> (role is null)),
    constraint read_by_somebody check ((read_at is null) = (read_by is null)),
    -- What comes at one instant is told in one notice.
    constraint one_notice_at_an_instant unique nulls not distinct (department, role, kind, order_id, at)
);
create index notices_by_department on notices (department, id) where department is not null;
create index notices_by_role on notices (role, id) where role is not null;
create index notices_unread_by_department on notices (department, id) where department is not null and read_at is null;
create index notices_unread_by_role on notices (role, id) where role is not null and read_at is null;

create table notice_cases (
    notice_id bigint not null references notices on delete cascade,
    case_id   bigint not null references cases,
    -- The clock it is about; 0: the case itself.
    ordinal   integer not null,
    primary key (notice_id, case_id, ordinal)
);

-- 问责: drafted by one supervisor, published by another. A demand that nobody met at the highest level is recommended for one.
create table accountability_entries (
    id             bigint generated always as identity primary key,
    department     text not null references departments,
    state          text not null constraint entry_state_known check (state in ('recommended', 'drafted', 'published', 'withdrawn')),
    cause          text constraint entry_cause_known check (cause in ('failure_to_act', 'slow_action', 'wrong_action')),
    text           text,
    recommended_at timestamptz,
    -- The order that was not met at the highest level. Recommended once.
    recommended_for bigint references supervision_orders constraint recommended_once unique,
    drafted_by     bigint references accounts,
    drafted_at     timestamptz,
    published_by   bigint references accounts,
    published_at   timestamptz,
    withdrawn_by   bigint references accounts,
    withdrawn_at   timestamptz,
    withdrawal     text,
    version        integer not null default 1,
    -- Two people stand behind what is published.
    constraint published_by_another check (published_by <> drafted_by),
    constraint drafted_wholly check (
        (drafted_at is null) = (drafted_by is null) and (drafted_at is null) = (cause is null) and (drafted_at is null) = (text is null)),
    constraint published_after_a_draft check ((published_at is null) = (published_by is null) and (published_at is null or drafted_at is not null)),
    constraint withdrawn_when_said check (
        (state = 'withdrawn') = (withdrawn_at is not null) and (withdrawn_at is null) = (withdrawn_by is null)
        and (withdrawn_at is null) = (withdrawal is null)),
    constraint published_when_said check (state <> 'published' or published_at is not null),
    constraint recommended_for_an_order check ((recommended_at is null) = (recommended_for is null)),
    constraint recommended_or_drafted check (recommended_at is not null or drafted_at is not null)
);
create index accountability_entries_by_department on accountability_entries (department, id);

create table accountability_cases (
    entry_id bigint not null references accountability_entries,
    case_id  bigint not null references cases,
    primary key (entry_id, case_id)
);
create index accountability_cases_by_case on accountability_cases (case_id);

create table accountability_orders (
    entry_id bigint not null references accountability_entries,
    order_id bigint not null references supervision_orders,
    primary key (entry_id, order_id)
);
create index accountability_orders_by_order on accountability_orders (order_id);
