from django.urls import path

from cms.accounts import views

# Under the admin's address; Wagtail asks for the right to enter it.
staff = [
    path("accounts/verify/", views.verify, name="account_verify"),
    path("accounts/second-factor/", views.enrol, name="account_enrol"),
    path("accounts/recovery-codes/", views.new_recovery_codes, name="account_recovery_codes"),
    path("accounts/second-factor/off/", views.turn_off, name="account_second_factor_off"),
    path("accounts/absences/", views.absences, name="account_absences"),
    path("accounts/<int:pk>/", views.account, name="account_manage"),
]

# For somebody who cannot sign in yet.
public = [path("account/invitation/<uidb64>/<token>/", views.InvitationView.as_view(), name="account_invitation")]
