-- Who a person is at the company's own directory, from the first sign-in on: an address can be given to somebody else there,
-- a subject cannot. A subject counts for one registration at one issuer.
create table auth.directory_identity (
  organisation_id uuid not null references auth.partner_directory (organisation_id) on delete cascade,
  issuer text not null,
  client_id text not null,
  subject text not null,
  account_id uuid not null references auth.account (id),
  bound_at timestamptz not null,
  primary key (organisation_id, issuer, client_id, subject),
  unique (account_id, organisation_id, issuer, client_id)
);
alter table auth.directory_identity enable row level security, force row level security;
grant select, insert on auth.directory_identity to entente_auth;
create policy auth_reads on auth.directory_identity for select to entente_auth using (true);
create policy auth_binds on auth.directory_identity for insert to entente_auth with check (true);
-- A removed user is bound again by address after a restoration.
grant select (organisation_id, account_id), delete on auth.directory_identity to entente_partner;
create policy partner_unbinds on auth.directory_identity to entente_partner
  using (organisation_id = (select current_tenant()));
grant select (account_id), delete on auth.directory_identity to entente_keeper;
create policy keeper_all on auth.directory_identity to entente_keeper using (true);
