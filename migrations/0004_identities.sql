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

-- By what the master key is known: with another key neither identities nor query codes could be
-- opened or checked, so that a server that comes with one is refused.
create table master_key (
    only_row    boolean primary key default true constraint one_master_key check (only_row),
    fingerprint bytea not null constraint fingerprint_is_sha256 check (length(fingerprint) = 32)
);
