-- One redirect address per directory, so that an answer of one directory cannot be taken for another's. Directories saved
-- before keep the shared address, which is registered at their providers, until they are saved again; drop the column when
-- the shared address goes.
alter table auth.partner_directory add column has_own_return boolean not null default false;
