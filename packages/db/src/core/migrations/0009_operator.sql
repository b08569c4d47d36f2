-- What the operator's console reads and changes. Nothing here shows an address, a mail's text or a job's data.
grant select (id, name, created_at, relayed_at, failed_at, failure, retried_at, retried_by) on outbox to entente_operator;
create policy operator_reads on outbox for select to entente_operator using (true);
-- A dead letter becomes a waiting row again.
grant update (relayed_at, failed_at, failure, retried_at, retried_by) on outbox to entente_operator;
create policy operator_retries on outbox for update to entente_operator
  using (failed_at is not null) with check (failed_at is null and relayed_at is null);

grant select (id, kind, status, attempts, rendered_at, sent_at, failure, feedback, feedback_at)
  on mail_delivery to entente_operator;
create policy operator_reads on mail_delivery for select to entente_operator using (true);
grant select on worker_pulse to entente_operator;
create policy operator_reads on worker_pulse for select to entente_operator using (true);

grant update (partner_status) on organisation to entente_operator;
create policy operator_suspends on organisation for update to entente_operator
  using (kind = 'partner') with check (kind = 'partner');
grant select on relationship_link to entente_operator;
create policy operator_reads on relationship_link for select to entente_operator using (true);
grant update (version) on relationship_link to entente_operator;
create policy operator_revokes on relationship_link for update to entente_operator using (true) with check (true);

grant select, insert, update on idempotency to entente_operator;
create policy operator_own on idempotency to entente_operator
  using (actor = (select current_actor())) with check (actor = (select current_actor()));

-- The console's lists: partners by the beginning of their name, mails of the last day.
create index organisation_partner_by_name on organisation (lower(legal_name) collate "C", id) where kind = 'partner';
create index mail_delivery_by_time on mail_delivery (rendered_at);
