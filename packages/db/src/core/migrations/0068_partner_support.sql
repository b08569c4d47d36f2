-- Where a partner's customers find help, beside its card: readable for whom the card is.
grant select (organisation_id, support_email, support_phone, support_website) on partner_profile
  to entente_customer, entente_link;
create policy readers_of_the_card on partner_profile for select to entente_customer, entente_link
  using (organisation_id in (select id from organisation));
