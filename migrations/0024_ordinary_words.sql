-- Names of a region that are ordinary words too: in prose they count only after the name of the region above. These two were
-- in the code before.
alter table regions add column ordinary_words text[] not null default '{}';
alter table regions disable trigger regions_changed;
update regions set ordinary_words = array[name] where name in ('新建镇', '城北乡');
alter table regions enable trigger regions_changed;
