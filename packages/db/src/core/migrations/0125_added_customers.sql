-- A partner adds a new customer (R-163, R-164): the organisation with its first domain, its first admin, and the relationship,
-- without privileges. The row says forever who made the account, which never accepts a link of those who did (R-002).

-- The partner that made it; null for one that signed up. No role changes it.
alter table organisation
  add column made_by uuid references organisation (id),
  add constraint organisation_maker check (made_by is null or kind = 'customer'),
  add constraint organisation_made_once unique (id, made_by);
create index organisation_made on organisation (made_by) where made_by is not null;
alter policy auth_creates on organisation with check (made_by is null);

create table added_customer (
  customer_id uuid primary key references organisation (id),
  partner_id uuid not null references organisation (id),
  -- The reseller for which a provider added it.
  reseller_id uuid references organisation (id),
  -- The first admin.
  account_id uuid not null unique references auth.account (id),
  added_by uuid not null,
  added_at timestamptz not null,
  -- Nobody names a customer as its own that it did not make.
  constraint added_customer_maker foreign key (customer_id, partner_id) references organisation (id, made_by),
  -- Follows the admin to the account that they take up.
  constraint added_customer_admin foreign key (customer_id, account_id)
    references auth.membership (organisation_id, account_id) on update cascade deferrable initially deferred,
  constraint added_customer_adder foreign key (partner_id, added_by)
    references auth.membership (organisation_id, account_id) on update cascade
);
create index added_customer_of_partner on added_customer (partner_id, added_by);
create index added_customer_of_reseller on added_customer (reseller_id) where reseller_id is not null;
alter table added_customer enable row level security, force row level security;
grant select, insert on added_customer to entente_partner;
create policy partner_reads on added_customer for select to entente_partner
  using ((select current_tenant()) in (partner_id, reseller_id));

-- The part of a domain that the clouds give a new tenant. A partner asks for these alone, and makes nothing else, so that it
-- neither learns which companies are customers here nor takes the name of one.
create function is_tenant_domain(domain text) returns boolean language sql immutable parallel safe
  return domain ~ '^[a-z][a-z0-9]{1,26}\.(onmicrosoft|partner\.onmschina)\.[a-z]+$';

-- Whether an account is new, made by the partner that asks for the customer that it just made, and nobody belongs to either
-- yet. Security definer: a partner sees no foreign memberships.
create function auth.is_new_first_admin(account uuid, customer uuid) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from auth.account a, public.organisation o
      where a.id = is_new_first_admin.account and a.audience = 'customer' and a.added_by = public.current_tenant()
        and o.id = is_new_first_admin.customer and o.made_by = public.current_tenant()
        and split_part(a.email, '@', 2) = o.domain)
    and not exists (select from auth.membership m
      where m.account_id = is_new_first_admin.account or m.organisation_id = is_new_first_admin.customer)
    and not exists (select from auth.credential c where c.account_id = is_new_first_admin.account);
end;
alter function auth.is_new_first_admin owner to entente_auth;
revoke all on function auth.is_new_first_admin from public;
grant execute on function auth.is_new_first_admin to entente_partner;

create policy partner_adds on added_customer for insert to entente_partner
  with check (partner_id = (select current_tenant()) and auth.is_new_first_admin(account_id, customer_id)
    and (reseller_id is null or exists (select from partnership p where p.status = 'active'
      and (p.provider_id, p.reseller_id) = (added_customer.partner_id, added_customer.reseller_id))));
grant select (customer_id, partner_id, reseller_id, account_id) on added_customer to entente_customer;
-- Whoever made an account made it, whichever customer its person acts for.
create policy customer_reads on added_customer for select to entente_customer
  using (customer_id = (select current_tenant()) or account_id = (select current_account()));

-- A policy cannot read its own table.
create function may_add_customers() returns boolean language sql stable security definer set search_path = ''
begin atomic
  select exists (select from public.organisation o
    where o.id = (select public.current_tenant()) and o.kind = 'partner' and o.partner_status = 'active');
end;
alter function may_add_customers owner to entente_auth;
revoke all on function may_add_customers from public;
grant execute on function may_add_customers to entente_partner;

-- Which of these tenant domains have a customer already, as creating one would say too. Security definer: a partner sees no
-- customers but its own.
create function taken_domains(wanted text[]) returns setof text language sql stable security definer set search_path = ''
begin atomic
  select o.domain from public.organisation o
  where o.kind = 'customer' and o.domain = any (taken_domains.wanted) and public.is_tenant_domain(o.domain)
    and (select public.may_add_customers());
end;
alter function taken_domains owner to entente_auth;
revoke all on function taken_domains from public;
grant execute on function taken_domains to entente_partner;

grant insert (id, kind, legal_name, country, created_at, domain, sort_key, terms, terms_version, made_by) on organisation
  to entente_partner;
create policy partner_adds_customers on organisation for insert to entente_partner
  with check (kind = 'customer' and made_by = (select current_tenant()) and coalesce(is_tenant_domain(domain), false)
    and (select may_add_customers()));
create policy partner_adds_first_admins on auth.account for insert to entente_partner
  with check (audience = 'customer' and added_by = (select current_tenant())
    and is_tenant_domain(split_part(email, '@', 2)) and (select may_add_customers()));
-- A membership is unique for customer and account, each of which is added once: there is one of these for each customer.
create policy partner_adds_first_admins on auth.membership for insert to entente_partner
  with check (audience = 'customer' and status = 'active' and roles = '{global_admin}'
    and auth.is_new_first_admin(account_id, organisation_id)
    and exists (select from added_customer a where a.partner_id = (select current_tenant())
      and (a.customer_id, a.account_id) = (membership.organisation_id, membership.account_id)));
-- The link of a colleague's set-up opens no account of a customer.
alter policy partner_set_up on auth.one_time_link
  with check (kind = 'set_up' and organisation_id = (select current_tenant()) and exists (select from auth.account typed
    where typed.id = account_id and typed.audience = 'partner' and typed.added_by = (select current_tenant())));

-- The first admin's password until they have one of their own, and never after it: then the account is theirs, and the partner
-- made it no longer. Security definer: the first admin's membership is not the partner's to see.
create function auth.is_first_admin_of(account uuid, partner uuid) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from public.added_customer c
    join auth.account a on a.id = c.account_id and a.added_by = is_first_admin_of.partner
    join auth.membership m on (m.organisation_id, m.account_id) = (c.customer_id, c.account_id) and m.status = 'active'
    where c.account_id = is_first_admin_of.account and c.partner_id = is_first_admin_of.partner);
end;
alter function auth.is_first_admin_of owner to entente_auth;
revoke all on function auth.is_first_admin_of from public;
grant execute on function auth.is_first_admin_of to entente_partner;
grant select (customer_id, partner_id, account_id) on added_customer to entente_auth;
create policy auth_reads on added_customer for select to entente_auth using (true);
create policy partner_sets_first on auth.credential for insert to entente_partner
  with check (temporary_until is not null and not past_first
    and auth.is_first_admin_of(account_id, (select current_tenant())));
create policy partner_sets_first_again on auth.credential for update to entente_partner
  using (temporary_until is not null and not past_first
    and auth.is_first_admin_of(account_id, (select current_tenant())))
  with check (temporary_until is not null and not past_first);
create policy partner_reads_first on auth.credential for select to entente_partner
  using (exists (select from added_customer a
    where a.account_id = credential.account_id and a.partner_id = (select current_tenant())));
create policy partner_reads_first_admins on auth.account for select to entente_partner
  using (exists (select from added_customer a where a.account_id = account.id and a.partner_id = (select current_tenant())));

grant insert (id, customer_id, partner_id, status, origin, since, customer_name, customer_domain, customer_country, sort_key,
    services, change_id, terms_version) on relationship to entente_partner;
create policy partner_creates on relationship for insert to entente_partner
  with check (origin = 'created' and status = 'active' and services = '{}' and exists (select from added_customer a
    where a.customer_id = relationship.customer_id and a.partner_id = (select current_tenant())
      and relationship.partner_id in (a.partner_id, a.reseller_id)));
grant insert on relationship_term to entente_partner;
create policy partner_creates on relationship_term for insert to entente_partner
  with check (exists (select from added_customer a
    where a.customer_id = relationship_term.customer_id and a.partner_id = (select current_tenant())
      and relationship_term.partner_id in (a.partner_id, a.reseller_id)));
create policy partner_records_added on audit_record for insert to entente_partner
  with check (action = 'customer.added' and organisation_id in (
    select unnest(array[customer_id, reseller_id]) from added_customer where partner_id = (select current_tenant())));

-- No account accepts a link of a partner that made it.
create function made_by_party(account uuid, partner uuid, provider uuid) returns boolean
language sql stable parallel safe
  return exists (select from added_customer a where a.account_id = account
    and (a.partner_id in (partner, provider) or a.reseller_id in (partner, provider)));
alter policy customer_creates on acceptance with check (customer_id = (select current_tenant())
  and exists (select from relationship_link link where link.id = (select current_link()) and link.id = acceptance.link_id
    and link.partner_id = acceptance.partner_id and link.provider_id is not distinct from acceptance.provider_id)
  and may_accept_jointly(partner_id, provider_id) and not made_by_party(accepted_by, partner_id, provider_id));
create index relationship_by_domain on relationship (partner_id, customer_domain);
