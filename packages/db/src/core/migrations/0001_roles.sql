-- Roles are shared by a cluster; an instance is expected to have its own. Scope roles cannot log in: a login
-- role without any right (no inheritance) becomes one of them for the length of a transaction.
do $$
declare
  scope text;
begin
  foreach scope in array array['entente_partner', 'entente_customer', 'entente_link', 'entente_auth',
                               'entente_relay', 'entente_sealer', 'entente_operator'] loop
    if not exists (select from pg_roles where rolname = scope) then
      execute format('create role %I nologin noinherit', scope);
    end if;
  end loop;
  if not exists (select from pg_roles where rolname = 'entente_api') then
    create role entente_api login noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'entente_worker') then
    create role entente_worker login noinherit;
  end if;
end
$$;

grant entente_partner, entente_customer, entente_link, entente_auth, entente_operator to entente_api;
grant entente_partner, entente_customer, entente_auth, entente_relay, entente_sealer to entente_worker;

create schema auth;
revoke all on schema public from public;
grant usage on schema public to entente_partner, entente_customer, entente_link, entente_auth, entente_relay,
  entente_sealer, entente_operator;
grant usage on schema auth to entente_partner, entente_customer, entente_auth, entente_operator, entente_api;

-- After a transaction a local setting reads '' and not null, hence nullif. Policies call these inside
-- (select …), so that a statement evaluates them once.
create function current_tenant() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.tenant_id', true), '')::uuid;
create function current_link() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.link_id', true), '')::uuid;
create function current_actor() returns text language sql stable parallel safe
  return nullif(current_setting('app.actor', true), '');

create table instance (
  singleton boolean primary key default true check (singleton),
  cloud text not null,
  -- Made by `npm start`: only such a database takes demo data.
  demo boolean not null,
  created_at timestamptz not null default now()
);
grant select on instance to entente_auth, entente_operator;
