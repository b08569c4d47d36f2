-- What a mail provider tells of a mail afterwards, and the keys under which it was handed over.
alter table mail_delivery
  add feedback text check (feedback in ('delivered', 'bounced', 'complained')),
  add feedback_at timestamptz,
  -- A provider forgets a key after a day; an operator's retry after that uses the next generation.
  add key_generation integer not null default 0,
  add key_at timestamptz,
  -- Which version of its link the mail was composed with: revoking the link must not change a mail that is tried again.
  add link_version integer;

alter table request_recipient drop constraint request_recipient_status_check,
  add constraint request_recipient_status_check
    check (status in ('queued', 'sent', 'delivered', 'bounced', 'complained', 'failed')),
  -- The row whose address this one corrects.
  add replaces_id uuid,
  add constraint request_recipient_own unique (id, partner_id),
  add foreign key (replaces_id, partner_id) references request_recipient (id, partner_id);
-- Of two colleagues who correct one address at once, one does.
create unique index request_recipient_replaced_once on request_recipient (replaces_id);
-- What became of a partner's mails lately (S19).
create index request_recipient_lately on request_recipient (partner_id, status_at);

-- Webhooks as they came, each once; a job applies them.
create table webhook_receipt (
  id text primary key,
  source text not null check (source in ('resend')),
  event text not null,
  delivery_id uuid,
  occurred_at timestamptz not null,
  received_at timestamptz not null
);
alter table webhook_receipt enable row level security, force row level security;

do $$
begin
  if not exists (select from pg_roles where rolname = 'entente_inbound') then
    create role entente_inbound nologin noinherit;
  end if;
end
$$;
grant entente_inbound to entente_api;
grant usage on schema public to entente_inbound;
-- What comes in from outside may be recorded and hands a job on; it reads nothing. A repeated id is a conflict.
grant insert on webhook_receipt to entente_inbound;
create policy inbound_records on webhook_receipt for insert to entente_inbound with check (true);
grant insert on outbox to entente_inbound;
create policy inbound_writes on outbox for insert to entente_inbound with check (relayed_at is null);
grant select on webhook_receipt to entente_relay;
create policy relay_reads on webhook_receipt for select to entente_relay using (true);
