"""What a case as a whole must satisfy: each check refuses, with the address of what is wrong."""
