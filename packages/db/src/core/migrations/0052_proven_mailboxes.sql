-- Since when the mailbox of an account is proven by a link that came there, under passwords that nobody else saw. A
-- password that a colleague saw ends the proof. Null too for an account of before: what is not known to be proven is not.
alter table auth.credential add column mailbox_proven_at timestamptz;
grant update (mailbox_proven_at) on auth.credential to entente_auth, entente_partner;

-- A password is reset by mail where the address is not at a domain of the company.
create policy partner_resets on auth.one_time_link for insert to entente_partner
  with check (kind = 'reset' and auth.is_own_person(account_id, (select current_tenant())));
insert into job_scope (role, job) values ('entente_partner', 'mail.reset-requested');
