-- A request that a partner's people still write: what they changed of the template, and to whom it goes. Its link is
-- derived and never stored. `version` counts the saves, so that of two editors the second one learns of the first.
create table request_draft (
  id uuid primary key,
  partner_id uuid not null references organisation (id),
  version integer not null,
  edits jsonb not null,
  saved_by uuid not null,
  saved_at timestamptz not null,
  constraint request_draft_author foreign key (partner_id, saved_by)
    references auth.membership (organisation_id, account_id) on update cascade
);
create index request_draft_of_partner on request_draft (partner_id, saved_at desc);
create index request_draft_of_author on request_draft (partner_id, saved_by);
create index request_draft_due on request_draft (saved_at);
alter table request_draft enable row level security, force row level security;
grant select, insert, update (version, edits, saved_by, saved_at), delete on request_draft to entente_partner;
create policy partner_all on request_draft to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()));
grant select (id, edits, saved_by, saved_at), delete on request_draft to entente_keeper;
create policy keeper_all on request_draft to entente_keeper using (true);
