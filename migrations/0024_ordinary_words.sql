-- Names of a region that are ordinary words too: in prose they count only after the name of the region above.
alter table regions add column ordinary_words text[] not null default '{}';
