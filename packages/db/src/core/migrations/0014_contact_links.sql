-- Whatever is decided about an application reads the verifications of its contact.
create index one_time_link_of_contact on auth.one_time_link (organisation_id, id) where kind = 'contact';
