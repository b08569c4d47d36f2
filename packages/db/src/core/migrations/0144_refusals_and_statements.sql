-- The results of a run of licences show what the provisioner refused.
create index provisioning_refused on provisioning (subject, partner_id) where state = 'failed';

-- A statement about a renegotiated agreement is mailed to the other side (R-036).
insert into job_scope (role, job) values
  ('entente_partner', 'renegotiation.changed'),
  ('entente_customer', 'renegotiation.changed'),
  ('entente_partner', 'mail.renegotiation'),
  ('entente_customer', 'mail.renegotiation');
