-- An operator freezes everything that a partner can do with its privileges (§4.8): a state of the partner, so that one
-- write stops all of its grants at once and another thaws them.
alter table organisation
  add column privileges_frozen_at timestamptz,
  add constraint organisation_frozen_partner check (
    privileges_frozen_at is null or (kind = 'partner' and partner_status in ('active', 'suspended')));
grant update (privileges_frozen_at) on organisation to entente_operator;
-- A link that asks for privileges opens nothing while they are frozen.
grant select (privileges_frozen_at) on organisation to entente_link;

-- The console says how many customers a freeze or a de-authorisation affects.
grant select (partner_id, customer_id, ended_at) on admin_grant to entente_operator;
create policy operator_counts on admin_grant for select to entente_operator using (true);

-- What operators did to a partner. The reason stands in the instance's records only.
create index audit_record_about_partner on audit_record ((payload ->> 'partnerId'), id desc)
  where organisation_id = '00000000-0000-0000-0000-000000000000';
