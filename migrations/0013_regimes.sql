-- A matter can fall under a statute by what it is about: a list says which, so that its clocks
-- start rightly without a dispatcher. What a statute counts from acceptance needs that instant.

create table regimes (
    id         bigint generated always as identity primary key,
    category   text not null references categories deferrable initially deferred,
    kinds      text[] not null default '{}',
    -- As the time limits name them.
    regime     text not null,
    matter     text not null,
    -- Days of receipt.
    valid_from date not null,
    valid_to   date,
    basis      text,
    constraint regime_kinds_known check (kinds <@ array['consultation', 'help_request', 'complaint', 'report', 'suggestion', 'commendation']),
    constraint regime_valid_in_order check (valid_to is null or valid_to >= valid_from),
    -- Two rows of equal rank may not both attach on one day: the line would have to guess.
    constraint equal_regimes_do_not_overlap exclude using gist (
        category with =,
        (case when kinds = '{}' then 0 else 1 end) with =,
        kind_set(kinds) with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);
create trigger regimes_changed after insert or update or delete or truncate on regimes for each statement execute function lists_changed();

-- When a department first accepted the case.
alter table cases add column accepted_at timestamptz;
update cases c set accepted_at = e.at from (
    select case_id, min(at) as at from case_events where type = 'accepted' group by case_id) e
where e.case_id = c.id;
