-- Who asked, sealed, apart from what was asked. Nothing here points at a case: the case holds
-- an opaque key, and each opening leaves a line.

create table requester_identities (
    token     bytea primary key constraint token_is_16_bytes check (length(token) = 16),
    sealed    bytea not null,
    sealed_at timestamptz not null
);

create table identity_openings (
    id        bigint generated always as identity primary key,
    token     bytea not null references requester_identities,
    account   bigint not null references accounts,
    purpose   text not null,
    opened_at timestamptz not null
);
