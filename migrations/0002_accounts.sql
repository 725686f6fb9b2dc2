-- Who works here. A token is 256 random bits that only its bearer holds: the table keeps the
-- digest, so that a copy of the database lets nobody in.

create table accounts (
    id         bigint generated always as identity primary key,
    name       text not null unique constraint account_name_not_blank check (btrim(name) <> ''),
    roles      text[] not null,
    department text references departments,
    created_at timestamptz not null,
    constraint roles_known check (
        roles <> '{}'
        and roles <@ array['operator', 'dispatcher', 'handler', 'department_head', 'supervisor', 'custodian', 'auditor', 'administrator']
    ),
    -- Department work needs a department.
    constraint handlers_belong_to_a_department check (department is not null or not roles && array['handler', 'department_head']),
    -- Receiving and assessing is never done by the department that handles.
    constraint no_self_supervision check (
        not (roles && array['handler', 'department_head'] and roles && array['operator', 'dispatcher', 'supervisor', 'custodian', 'auditor'])
    ),
    -- Who decides between departments, or over them, belongs to none.
    constraint decides_outside_departments check (department is null or not roles && array['dispatcher', 'supervisor']),
    -- The auditor changes nothing and the administrator reads no case text.
    constraint auditor_stands_alone check (not ('auditor' = any (roles)) or cardinality(roles) = 1),
    constraint administrator_stands_alone check (not ('administrator' = any (roles)) or cardinality(roles) = 1)
);

create table account_tokens (
    digest     bytea primary key constraint digest_is_sha256 check (length(digest) = 32),
    account    bigint not null references accounts,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    constraint expires_after_creation check (expires_at > created_at)
);
create index account_tokens_by_account on account_tokens (account);

create function accounts_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('hotline_accounts', '');
    return null;
end $$;

create trigger accounts_changed after insert or update or delete on accounts for each statement execute function accounts_changed();
create trigger account_tokens_changed after insert or update or delete on account_tokens for each statement execute function accounts_changed();
