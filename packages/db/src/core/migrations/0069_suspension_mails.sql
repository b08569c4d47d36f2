-- A suspension and its end have mails of their own.
insert into job_scope (role, job) values
  ('entente_operator', 'mail.partner-suspended'),
  ('entente_operator', 'mail.suspension-lifted');
