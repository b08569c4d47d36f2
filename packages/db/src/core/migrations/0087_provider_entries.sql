-- What an indirect provider says about itself in the directory, and whether the operator lists it (R-070 to R-073, R-119).
create table provider_entry (
  partner_id uuid primary key references organisation (id),
  -- Where it takes on resellers.
  countries text[] not null,
  region text not null,
  services text[] not null,
  languages text[] not null,
  programmes text not null,
  support_level text not null,
  conditions text not null,
  -- Null once the person behind them was erased.
  contact_email text,
  contact_phone text,
  contact_website text not null,
  saved_at timestamptz not null,
  listed_at timestamptz
);
create index provider_entry_listed on provider_entry (partner_id) where listed_at is not null;
alter table provider_entry enable row level security, force row level security;

grant select, insert (partner_id, countries, region, services, languages, programmes, support_level, conditions,
    contact_email, contact_phone, contact_website, saved_at),
  update (countries, region, services, languages, programmes, support_level, conditions, contact_email, contact_phone,
    contact_website, saved_at) on provider_entry to entente_partner;
create policy own_entry on provider_entry to entente_partner
  using (partner_id = (select current_tenant()))
  with check (partner_id = (select current_tenant()) and exists (
    select from organisation where id = partner_id and partner_kind = 'indirect_provider' and partner_status = 'active'));
grant select, update (listed_at) on provider_entry to entente_operator;
create policy operator_reads on provider_entry for select to entente_operator using (true);
create policy operator_lists on provider_entry for update to entente_operator using (true) with check (true);

-- Visitors read the directory: the entries that the operator lists, of providers that are active, and their names.
do $$
begin
  if not exists (select from pg_roles where rolname = 'entente_visitor') then
    create role entente_visitor nologin noinherit;
  end if;
end
$$;
grant entente_visitor to entente_api;
grant usage on schema public to entente_visitor;
grant select on provider_entry to entente_visitor;
create policy listed_entries on provider_entry for select to entente_visitor using (listed_at is not null);
grant select (id, legal_name, country, sort_key, terms, partner_kind, partner_status) on organisation to entente_visitor;
create policy listed_providers on organisation for select to entente_visitor
  using (partner_status = 'active' and id in (select partner_id from provider_entry));

-- Erasure blanks the contact if it is the erased person.
grant select (partner_id, contact_email), update (contact_email, contact_phone) on provider_entry to entente_keeper;
create policy keeper_erases on provider_entry to entente_keeper using (true) with check (true);
