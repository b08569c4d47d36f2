-- A request's mail waits a few seconds in which its partner can withdraw it. The relay takes only rows that are due, and a
-- partner deletes only rows that are not, both by this clock: a mail that may be in the queue cannot be withdrawn.
alter table outbox add column not_before timestamptz;
grant select (not_before) on outbox to entente_operator;
grant select (id, not_before), delete on outbox to entente_partner;
create policy partner_reads_waiting on outbox for select to entente_partner
  using (name = 'mail.request-sent' and data ->> 'partnerId' = (select current_tenant())::text
    and relayed_at is null and not_before > clock_timestamp());
create policy partner_withdraws on outbox for delete to entente_partner
  using (name = 'mail.request-sent' and data ->> 'partnerId' = (select current_tenant())::text
    and relayed_at is null and not_before > clock_timestamp());

alter table request_recipient drop constraint request_recipient_status_check;
alter table request_recipient add constraint request_recipient_status_check check (status in
  ('queued', 'unsent', 'sent', 'failed', 'suppressed', 'delivered', 'bounced', 'complained', 'withdrawn'));
-- The mail that a withdrawn reminder or correction followed can be followed again.
grant update (replaces_id) on request_recipient to entente_partner;
