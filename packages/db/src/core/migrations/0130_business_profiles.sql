-- How a partner presents itself to customers (R-167, §4.11): apart from provider_entry, which the operator lists (R-072).
-- It is in the directory while it is published and its partner is active.
create table business_profile (
  partner_id uuid primary key references organisation (id),
  description text not null check (length(description) between 1 and 2500),
  services text[] not null,
  logo bytea check (octet_length(logo) <= 102400),
  logo_type text check (logo_type in ('image/gif', 'image/jpeg', 'image/png')),
  saved_at timestamptz not null,
  published_at timestamptz,
  constraint business_profile_logo_has_a_type check ((logo is null) = (logo_type is null))
);
create index business_profile_published on business_profile (partner_id) where published_at is not null;
-- At most five places in a country or region.
create table business_location (
  partner_id uuid not null references business_profile (partner_id),
  country text not null,
  position smallint not null check (position between 1 and 5),
  city text not null check (length(city) between 1 and 100),
  primary key (partner_id, country, position)
);
create index business_location_in_country on business_location (country, partner_id);
alter table business_profile enable row level security, force row level security;
alter table business_location enable row level security, force row level security;
grant select, insert (partner_id, description, services, saved_at, published_at),
  update (description, services, logo, logo_type, saved_at, published_at) on business_profile to entente_partner;
grant select, insert, delete on business_location to entente_partner;
create policy own_profile on business_profile to entente_partner
  using (partner_id = (select current_tenant()))
  with check (partner_id = (select current_tenant()) and exists (
    select from organisation where id = partner_id and partner_status = 'active'));
create policy own_locations on business_location to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()));

grant select on business_profile, business_location to entente_visitor;
create policy published_profiles on business_profile for select to entente_visitor using (published_at is not null);
create policy published_locations on business_location for select to entente_visitor
  using (partner_id in (select partner_id from business_profile));
create policy published_partners on organisation for select to entente_visitor
  using (partner_status = 'active' and id in (select partner_id from business_profile));
