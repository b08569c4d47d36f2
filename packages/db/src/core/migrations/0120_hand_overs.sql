-- An opened service is handed over to its portal once (R-003): the row says that it was. It goes with the record of the opening.
create table redeemed_hand_over (
  access_id uuid primary key references access_record (id) on delete cascade,
  partner_id uuid not null,
  account_id uuid not null,
  redeemed_at timestamptz not null,
  foreign key (partner_id, account_id) references auth.membership (organisation_id, account_id) on update cascade
);
create index redeemed_hand_over_of_account on redeemed_hand_over (partner_id, account_id);
alter table redeemed_hand_over enable row level security, force row level security;
grant select (access_id), insert on redeemed_hand_over to entente_partner;
create policy partner_reads on redeemed_hand_over for select to entente_partner
  using (partner_id = (select current_tenant()));
create policy partner_redeems on redeemed_hand_over for insert to entente_partner
  with check (partner_id = (select current_tenant()) and account_id = (select current_account())
    and exists (select from access_record a where a.id = access_id and a.partner_id = (select current_tenant())));
