-- The partner's global admins are told that its privileges are frozen, and that they work again.
insert into job_scope (role, job) values
  ('entente_operator', 'mail.privileges-frozen'),
  ('entente_operator', 'mail.privileges-thawed');
