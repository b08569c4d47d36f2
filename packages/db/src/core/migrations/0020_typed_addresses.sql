-- An address that a colleague typed reserves nothing until its owner takes it up (R-109): beside its owner's account, it
-- may have one in each company that added it.
alter table auth.account
  -- The company that typed the address; null for the owner's account. Code that knows no such column gets it by default.
  add column added_by uuid references organisation (id) default current_tenant(),
  drop constraint account_audience_email_key,
  add constraint account_address unique nulls not distinct (audience, email, added_by);
drop policy partner_adds on auth.account;
create policy partner_adds on auth.account for insert to entente_partner
  with check (audience = 'partner' and added_by = (select current_tenant()));

-- Makes an account its address's own. The address may have one already, also one of this moment: then that one is
-- returned, and nothing has changed.
create function auth.take_up(wanted uuid) returns uuid language plpgsql set search_path = '' as $$
begin
  update auth.account set added_by = null where id = wanted and added_by is not null;
  return wanted;
exception when unique_violation then
  return (select owned.id from auth.account owned, auth.account typed
    where typed.id = wanted and owned.audience = typed.audience and owned.email = typed.email
      and owned.added_by is null);
end
$$;
revoke all on function auth.take_up from public;
grant execute on function auth.take_up to entente_auth;

-- Gives the address of a person whom the company removes back to its owner: until a restoration, and after it, the account
-- is one that the company typed. Security definer: a partner changes nothing else of whose an account is.
create function auth.release_address(removed uuid) returns void
language sql security definer set search_path = ''
begin atomic
  update auth.account set added_by = (select public.current_tenant())
    where id = removed and auth.is_own_person(removed, (select public.current_tenant()));
end;
alter function auth.release_address owner to entente_auth;
revoke all on function auth.release_address from public;
grant execute on function auth.release_address to entente_partner;

-- Where a partner's people have their addresses: proven by its verified contact and by the admin who enrolled it. Two
-- partners can share a domain, so nobody can reserve one.
alter index organisation_domain rename to organisation_domain_of_customer;
create table organisation_domain (
  organisation_id uuid not null references organisation (id),
  proven_by text not null check (proven_by in ('contact', 'admin')),
  domain text not null check (domain = lower(domain)),
  confirmed_at timestamptz not null,
  primary key (organisation_id, proven_by)
);
create index organisation_domain_by_domain on organisation_domain (domain, confirmed_at);
alter table organisation_domain enable row level security, force row level security;
grant select, insert, update (domain, confirmed_at) on organisation_domain to entente_auth;
create policy auth_all on organisation_domain to entente_auth using (true) with check (true);
grant select on organisation_domain to entente_partner;
create policy partner_reads on organisation_domain for select to entente_partner
  using (organisation_id = (select current_tenant()));

-- The link with which a user whom the company added chooses a password, while nobody has taken the account up.
create policy partner_set_up on auth.one_time_link to entente_partner
  using (kind = 'set_up' and organisation_id = (select current_tenant()))
  with check (kind = 'set_up' and organisation_id = (select current_tenant()) and exists (
    select from auth.account typed where typed.id = account_id and typed.added_by = (select current_tenant())));
create index one_time_link_of_set_up on auth.one_time_link (account_id, id) where kind = 'set_up';
