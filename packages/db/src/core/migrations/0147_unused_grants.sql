-- An operator ends privileges that nobody used for more than 90 days (§4.8 granted -> removed by operator). An act that needs any
-- privilege counts as a use of all that the partner holds there.
grant select (customer_id, partner_id, service, at) on access_record to entente_operator;
create policy operator_reads on access_record for select to entente_operator using (true);
create function last_use_of(customer uuid, partner uuid, wanted text) returns timestamptz language sql stable parallel safe
  return (select max(a.at) from access_record a where a.customer_id = customer and a.partner_id = partner
    and (a.service = wanted or a.service is null));

grant select (id, granted_at), update (ended_at, end_reason) on admin_grant to entente_operator;
create policy operator_ends_unused on admin_grant for update to entente_operator
  using (ended_at is null)
  with check (end_reason = 'removed_by_operator'
    and greatest(granted_at, last_use_of(customer_id, partner_id, service)) < ended_at - interval '90 days');
create index admin_grant_live_since on admin_grant (granted_at, id) where ended_at is null;

-- The partner's list follows, also for a customer that it removed. Nothing else of the relationship changes.
grant select (services, removal_id), update (services, change_id) on relationship to entente_operator;
create policy operator_reads_held on relationship for select to entente_operator
  using (exists (select from admin_grant g
    where (g.partner_id, g.customer_id) = (relationship.partner_id, relationship.customer_id)));
create policy operator_ends_unused on relationship for update to entente_operator
  using (services <> '{}')
  with check (services <@ array(select service from admin_grant g
      where (g.partner_id, g.customer_id) = (relationship.partner_id, relationship.customer_id) and g.ended_at is null)
    and services @> array(select service from admin_grant g
      where (g.partner_id, g.customer_id) = (relationship.partner_id, relationship.customer_id) and g.ended_at is null));

insert into job_scope (role, job) values
  ('entente_operator', 'customer.privileges-lost'),
  ('entente_operator', 'partner.privileges-lost');
