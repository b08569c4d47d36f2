-- An acceptance is a row with an id, which its grants, audit records and jobs carry: a receipt says what its own acceptance
-- granted and moved, and compares no times. What was written before gets the acceptance nearest in time.
alter table agreement_acceptance rename to acceptance;
alter index agreement_acceptance_pkey rename to acceptance_pkey;
alter index agreement_acceptance_of_relationship rename to acceptance_of_relationship;
alter table acceptance rename constraint agreement_acceptance_accepter to acceptance_accepter;
alter table acceptance rename constraint agreement_acceptance_customer_id_partner_id_fkey to acceptance_between;
alter table acceptance
  add column link_id uuid,
  -- What it did to the relationship.
  add column change text check (change in ('create', 'reinstate', 'unchanged')),
  add unique (id, customer_id),
  add unique (id, customer_id, partner_id);
alter table admin_grant
  add column acceptance_id uuid,
  -- The acceptance that moved the service to another partner, which only the customer reads (R-026).
  add column moved_by uuid;

alter table acceptance no force row level security;
alter table admin_grant no force row level security;
alter table relationship no force row level security;
alter table relationship_link no force row level security;
alter table outbox no force row level security;
update acceptance set
  link_id = coalesce(
    (select link_id from relationship r where (r.customer_id, r.partner_id) = (acceptance.customer_id, acceptance.partner_id)),
    (select id from relationship_link l where l.partner_id = acceptance.partner_id and kind = 'reseller' and not with_privileges)),
  change = case when exists (select from acceptance earlier where (earlier.customer_id, earlier.partner_id) =
    (acceptance.customer_id, acceptance.partner_id) and (earlier.accepted_at, earlier.id) < (acceptance.accepted_at, acceptance.id))
    then 'unchanged' else 'create' end;
update admin_grant set acceptance_id = (select id from acceptance a
  where (a.customer_id, a.partner_id) = (admin_grant.customer_id, admin_grant.partner_id)
  order by abs(extract(epoch from a.accepted_at - granted_at)) limit 1);
update admin_grant set moved_by = (select next.acceptance_id from admin_grant next
  where (next.customer_id, next.service) = (admin_grant.customer_id, admin_grant.service) and next.id <> admin_grant.id
  order by abs(extract(epoch from next.granted_at - admin_grant.ended_at)) limit 1)
where end_reason = 'reassigned';
-- A job that waits, or that an operator retries, finds its acceptance too.
update outbox job set data = data || jsonb_build_object('acceptanceId', (
  select a.id from acceptance a join relationship r using (customer_id, partner_id)
  where r.id = (job.data ->> 'relationshipId')::uuid
    or (a.customer_id, a.partner_id) = ((job.data ->> 'customerId')::uuid, (job.data ->> 'partnerId')::uuid)
  order by a.accepted_at > job.created_at, abs(extract(epoch from a.accepted_at - job.created_at)) limit 1))
where name in ('relationship.accepted', 'mail.relationship-accepted', 'mail.relationship-receipt');
alter table acceptance force row level security;
alter table admin_grant force row level security;
alter table relationship force row level security;
alter table relationship_link force row level security;
alter table outbox force row level security;

alter table acceptance
  alter column link_id set not null,
  alter column change set not null,
  add foreign key (link_id, partner_id) references relationship_link (id, partner_id);
alter policy customer_creates on acceptance
  with check (customer_id = (select current_tenant()) and link_id = (select current_link()));
-- There is no grant without an acceptance of the same customer and partner.
alter table admin_grant
  alter column acceptance_id set not null,
  add foreign key (acceptance_id, customer_id, partner_id) references acceptance (id, customer_id, partner_id),
  add foreign key (moved_by, customer_id) references acceptance (id, customer_id),
  add constraint admin_grant_move_names_its_acceptance check ((moved_by is not null) = (end_reason is not distinct from 'reassigned'));
create index admin_grant_of_acceptance on admin_grant (acceptance_id);
create index admin_grant_moved on admin_grant (moved_by) where moved_by is not null;
grant select (acceptance_id) on admin_grant to entente_partner;
grant update (moved_by) on admin_grant to entente_customer;
