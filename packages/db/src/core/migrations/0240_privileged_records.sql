-- Three policies named the acts that a partner's privileges allow it to record in its customer's chain, and each asked for the
-- privileges before it looked at the act: every other record in that chain paid for it. One list, and the act first.
drop policy partner_records_licences on audit_record;
drop policy partner_records_profile on audit_record;
drop policy partner_records_use on audit_record;
create policy partner_records_use on audit_record for insert to entente_partner with check (
  action in ('customer_service.opened', 'service_request.opened',
    'customer_users.viewed', 'customer_users.managed', 'customer_users.password_reset',
    'customer_user.created', 'customer_user.updated', 'customer_user.disabled', 'customer_user.enabled', 'customer_user.deleted',
    'customer_user.restored',
    'customer_licences.viewed', 'customer_licences.assigned', 'customer_licences.changed',
    'customer_profile.viewed', 'customer_profile.changed', 'customer_profile.billing_changed')
  and holds_at(organisation_id, '*'));
