-- A partner writes into a customer's chain what it used there, and nothing else.
alter policy partner_records_use on audit_record with check (holds_at(organisation_id, '*')
  and action in ('customer_service.opened', 'customer_users.viewed', 'customer_licences.viewed'));
