-- The customers that the operator's other portals record for a partner (D-33): they are in its list from its activation on,
-- without a press and without privileges (R-137, R-170). Nobody else appears there unasked (R-140).
create table known_customer (
  partner_number text not null,
  domain text not null check (domain = lower(domain)),
  legal_name text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  loaded_at timestamptz not null,
  primary key (partner_number, domain)
);
alter table known_customer enable row level security, force row level security;
grant select, insert, update (legal_name, country, loaded_at) on known_customer to entente_operator;
create policy operator_all on known_customer to entente_operator using (true) with check (true);
grant select (partner_number, domain, legal_name, country) on known_customer to entente_auth;
create policy auth_reads on known_customer for select to entente_auth using (true);

-- What the operator records for the partner that asks, with the customer's own name where it is here. Security definer: a
-- partner sees neither the directory nor customers that it does not have.
create function known_customers(of_domain text default null, of_customer uuid default null)
returns table (domain text, legal_name text, country text, customer_id uuid)
language sql stable security definer set search_path = ''
begin atomic
  select k.domain, coalesce(o.legal_name, k.legal_name), coalesce(o.country, k.country), o.id
  from public.organisation me
  join public.known_customer k on k.partner_number = me.partner_number
  left join public.organisation o on o.kind = 'customer' and o.domain = k.domain
  where me.id = public.current_tenant() and me.partner_status = 'active'
    and (known_customers.of_domain is null or k.domain = known_customers.of_domain)
    and (known_customers.of_customer is null or o.id = known_customers.of_customer);
end;
alter function known_customers owner to entente_auth;
revoke all on function known_customers from public;
grant execute on function known_customers to entente_partner;

create policy partner_takes_in on organisation for insert to entente_partner
  with check (kind = 'customer' and made_by is null and domain is not null
    and exists (select from known_customers(organisation.domain) k
      where k.customer_id is null and (k.legal_name, k.country) = (organisation.legal_name, organisation.country)));
create policy partner_takes_in on relationship for insert to entente_partner
  with check (partner_id = (select current_tenant()) and origin = 'import' and status = 'active' and services = '{}'
    and exists (select from known_customers(null, relationship.customer_id)));
create policy partner_takes_in on relationship_term for insert to entente_partner
  with check (partner_id = (select current_tenant()) and exists (select from relationship r
    where r.id = relationship_term.relationship_id and r.partner_id = relationship_term.partner_id and r.origin = 'import'));
create policy partner_records_taken_in on audit_record for insert to entente_partner
  with check (action = 'customer.taken_in' and exists (select from known_customers(null, organisation_id)));

insert into job_scope (role, job) values
  ('entente_partner', 'partner.known-customers'), ('entente_operator', 'partner.known-customers'),
  ('entente_auth', 'partner.known-customers');
