-- One cutter for every search and list (packages/domain/src/core/search-words.ts). Each row that people look for by a name
-- keeps what it returned beside the name, and the version that returned it; version 0 waits to be cut. Only a tenant's
-- list of customers may grow so long that it needs relationship_term: an index of words is not leakproof, so it serves
-- the operator's scope, which sees all rows, and no tenant's.
alter table organisation
  add column sort_key text collate "C" not null default '',
  add column terms tsvector,
  add column terms_version smallint not null default 0;
alter table partner_profile
  add column sort_key text collate "C" not null default '',
  add column terms tsvector,
  add column terms_version smallint not null default 0;
alter table directory_profile
  add column sort_key text collate "C" not null default '',
  add column terms tsvector,
  add column terms_version smallint not null default 0;
alter table auth.account
  add column sort_key text collate "C" not null default '',
  add column terms tsvector,
  add column terms_version smallint not null default 0;
alter table relationship add column terms_version smallint not null default 0;
alter table relationship_term add column terms_version smallint not null default 0;

-- A name that changes without its terms, by older code or by an erasure, must not be found by what it was. A negative
-- version says that the same statement wrote the terms too.
create function follow_name() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.terms_version < 0 then
    new.terms_version := -new.terms_version;
  else
    new.sort_key := '';
    new.terms := null;
    new.terms_version := 0;
  end if;
  return new;
end
$$;
create trigger terms_follow before update on organisation for each row
  when (new.terms_version < 0 or (old.legal_name, old.domain) is distinct from (new.legal_name, new.domain))
  execute function follow_name();
create trigger terms_follow before update on partner_profile for each row
  when (new.terms_version < 0 or old.legal_name is distinct from new.legal_name) execute function follow_name();
create trigger terms_follow before update on directory_profile for each row
  when (new.terms_version < 0 or old.organisation_name is distinct from new.organisation_name)
  execute function follow_name();
create trigger terms_follow before update on auth.account for each row
  when (new.terms_version < 0 or (old.name, old.email) is distinct from (new.name, new.email))
  execute function follow_name();

create index organisation_terms on organisation using gin (terms);
create index partner_profile_terms on partner_profile using gin (terms);
create index directory_profile_terms on directory_profile using gin (terms);
create index account_terms on auth.account using gin (terms);
drop index organisation_partner_by_name;
create index organisation_partner_by_name on organisation (sort_key, id) where kind = 'partner';
create index directory_profile_by_name on directory_profile (sort_key, mpn_id);
create index enrolment_by_mpn on enrolment (mpn_id);

-- Empty but while rows wait to be cut.
create index organisation_uncut on organisation (id) where terms_version < 1;
create index partner_profile_uncut on partner_profile (organisation_id) where terms_version < 1;
create index directory_profile_uncut on directory_profile (mpn_id) where terms_version < 1;
create index account_uncut on auth.account (id) where terms_version < 1;
create index relationship_uncut on relationship (id) where terms_version < 1;
create index relationship_term_uncut on relationship_term (relationship_id) where terms_version < 1;

-- The indexer cuts rows again: it reads names, writes terms, and may change nothing else. Only the worker becomes it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'entente_indexer') then
    create role entente_indexer nologin noinherit;
  end if;
end
$$;
grant entente_indexer to entente_worker;
grant usage on schema public, auth to entente_indexer;
grant select (id, legal_name, domain, terms_version), update (sort_key, terms, terms_version)
  on organisation to entente_indexer;
grant select (organisation_id, legal_name, terms_version), update (sort_key, terms, terms_version)
  on partner_profile to entente_indexer;
grant select (mpn_id, organisation_name, terms_version), update (sort_key, terms, terms_version)
  on directory_profile to entente_indexer;
grant select (id, name, email, terms_version), update (sort_key, terms, terms_version)
  on auth.account to entente_indexer;
grant select (id, partner_id, customer_id, customer_name, customer_domain, terms_version),
  update (sort_key, terms_version) on relationship to entente_indexer;
grant select (relationship_id, terms_version), insert, delete on relationship_term to entente_indexer;
create policy indexer_cuts on organisation to entente_indexer using (true) with check (true);
create policy indexer_cuts on partner_profile to entente_indexer using (true) with check (true);
create policy indexer_cuts on directory_profile to entente_indexer using (true) with check (true);
create policy indexer_cuts on auth.account to entente_indexer using (true) with check (true);
create policy indexer_cuts on relationship to entente_indexer using (true) with check (true);
create policy indexer_cuts on relationship_term to entente_indexer using (true) with check (true);

-- Who writes a name writes its terms with it.
grant update (sort_key, terms, terms_version) on organisation, directory_profile to entente_operator;
grant update (sort_key, terms, terms_version) on partner_profile to entente_partner, entente_operator;
grant update (sort_key, terms, terms_version) on auth.account to entente_partner;
