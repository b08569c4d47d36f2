-- A request may ask a customer that the partner has already, for the privileges that it has not given. Its history shows these
-- requests beside those that it answered.
alter table relationship_request
  add column relationship_id uuid,
  add foreign key (relationship_id, partner_id) references relationship (id, partner_id);
create index relationship_request_of_customer on relationship_request (partner_id, relationship_id)
  where relationship_id is not null;
create index request_recipient_of_customer on request_recipient (partner_id, relationship_id)
  where relationship_id is not null;
