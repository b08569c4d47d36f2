-- A customer's company and billing details (R-027, §4.8): the customer's own, which each partner that may act there sees and
-- changes, and none once it may not. The legal name and the country stand in `organisation` and are not a partner's to change.
create table customer_profile (
  customer_id uuid not null references organisation (id),
  part text not null check (part in ('company', 'billing')),
  -- As invoices name it.
  company_name text,
  -- The number in the register of companies, or for tax.
  number text,
  contact_name text,
  contact_email text,
  contact_phone text,
  language text not null check (language in ('en', 'de', 'zh-CN')),
  address_line1 text not null,
  address_line2 text,
  city text,
  region text,
  postal_code text,
  version integer not null,
  changed_at timestamptz not null,
  primary key (customer_id, part),
  constraint customer_profile_is_billed_by_name check (part <> 'billing' or company_name is not null)
);
create index customer_profile_contact on customer_profile (contact_email) where contact_email is not null;
alter table customer_profile enable row level security, force row level security;
grant select, insert, update (company_name, number, contact_name, contact_email, contact_phone, language, address_line1,
    address_line2, city, region, postal_code, version, changed_at) on customer_profile to entente_partner, entente_customer;
create policy acting_partner on customer_profile to entente_partner
  using (acts_at(customer_id, '*')) with check (acts_at(customer_id, '*'));
create policy customer_own on customer_profile to entente_customer
  using (customer_id = (select current_tenant())) with check (customer_id = (select current_tenant()));
grant select (customer_id, contact_email), update (contact_name, contact_email, contact_phone) on customer_profile
  to entente_keeper;
create policy keeper_all on customer_profile to entente_keeper using (true) with check (true);

-- What a partner does to them stands in the customer's chain, too.
create policy partner_records_profile on audit_record for insert to entente_partner
  with check (holds_at(organisation_id, '*')
    and action in ('customer_profile.viewed', 'customer_profile.changed', 'customer_profile.billing_changed'));
