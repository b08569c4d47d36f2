-- The list of customers is filtered by country and by which privileges are held or missing. An operator on arrays is not
-- leakproof, so under row-level security no index serves it: the services of a row become one text, of which a partner has
-- few different ones.
create function service_set(services text[]) returns text language sql immutable parallel safe
  return (select coalesce(string_agg(service, ' ' order by service collate "C"), '') from unnest(services) service);
alter table relationship
  add column service_set text collate "C" not null generated always as (service_set(services)) stored;
create index relationship_by_services on relationship (partner_id, service_set) where status = 'active';
create index relationship_by_country on relationship (partner_id, customer_country) where status = 'active';
