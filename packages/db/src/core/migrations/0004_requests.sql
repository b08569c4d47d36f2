-- The partner's own log (U-02): what was prepared or sent, by whom. Never part of a link.
create table relationship_request (
  id uuid primary key,
  partner_id uuid not null,
  link_id uuid not null,
  kind text not null check (kind in ('prepared', 'sent')),
  author_id uuid not null references auth.account (id),
  author_name text not null,
  subject text not null,
  body text not null,
  language text not null,
  with_privileges boolean not null,
  created_at timestamptz not null,
  unique (id, partner_id),
  foreign key (link_id, partner_id) references relationship_link (id, partner_id)
);
create index relationship_request_log on relationship_request (partner_id, id desc);

create table request_recipient (
  id uuid primary key,
  partner_id uuid not null,
  request_id uuid not null,
  address text not null,
  status text not null check (status in ('queued', 'sent', 'failed')),
  status_at timestamptz not null,
  relationship_id uuid,
  accepted_at timestamptz,
  foreign key (request_id, partner_id) references relationship_request (id, partner_id),
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  constraint request_recipient_acceptance check ((relationship_id is null) = (accepted_at is null))
);
create index request_recipient_of_request on request_recipient (partner_id, request_id);
create index request_recipient_by_domain on request_recipient (partner_id, split_part(address, '@', 2));

create table request_outcome (
  id uuid primary key,
  partner_id uuid not null references organisation (id),
  kind text not null check (kind in ('accepted', 'declined')),
  customer_name text not null,
  relationship_id uuid,
  occurred_at timestamptz not null,
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  constraint request_outcome_accepted_names_relationship check ((kind = 'accepted') = (relationship_id is not null))
);
create index request_outcome_log on request_outcome (partner_id, id desc);

-- What a partner may still send through the platform: one mail per address in 24 hours, 200 a day.
create table send_allowance (
  partner_id uuid not null references organisation (id),
  subject text not null,
  used integer not null,
  last_at timestamptz not null,
  primary key (partner_id, subject)
);

alter table relationship_request enable row level security, force row level security;
alter table request_recipient enable row level security, force row level security;
alter table request_outcome enable row level security, force row level security;
alter table send_allowance enable row level security, force row level security;
grant select, insert on relationship_request, request_outcome to entente_partner;
grant select, insert on request_recipient to entente_partner;
grant update (status, status_at, relationship_id, accepted_at) on request_recipient to entente_partner;
grant select, insert, update on send_allowance to entente_partner;
create policy partner_all on relationship_request to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()));
create policy partner_all on request_recipient to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()));
create policy partner_all on request_outcome to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()));
create policy partner_all on send_allowance to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()));
