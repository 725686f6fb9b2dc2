-- What was imported last, by the digest of its files: the demonstration imports its lists again only when they are others, and so
-- keeps what was changed on the line since.
alter table list_version add column imported bytea;
