-- Who brings the seed can know beforehand whom it draws: the record says so. Of earlier draws nobody knows.
alter table callback_samples add column seed_given boolean not null default true;
alter table callback_samples alter column seed_given drop default;
