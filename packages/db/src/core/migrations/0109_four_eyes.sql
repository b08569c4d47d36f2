-- Where operators decided so, ending a partner needs a second operator, and so does the end of that rule (U12).
alter table instance add column four_eyes boolean not null default false;
grant update (four_eyes) on instance to entente_operator;
alter table operator_request drop constraint operator_request_kind_check,
  add constraint operator_request_kind_check check (kind in ('reset_second_factor', 'deauthorise_partner', 'end_four_eyes'));
