from django.urls import path

from catchment.portal.invitations import passkey, views, welcome

urlpatterns = [
    path("team/invitations/", views.team, name=views.TEAM),
    path("team/invitations/<int:number>/again/", views.team_again, name="invitation_again"),
    path("team/invitations/<int:number>/back/", views.team_back, name="invitation_back"),
    path("desk/invitations/", views.desk, name=views.DESK),
    path("desk/invitations/<int:number>/again/", views.desk_again, name="desk_invitation_again"),
    path("desk/invitations/<int:number>/back/", views.desk_back, name="desk_invitation_back"),
    path("invitation/", welcome.welcome, name="welcome"),
    path("invitation/join/", welcome.join, name="welcome_join"),
    path("invitation/passkey/", passkey.passkey, name="welcome_passkey"),
    path("invitation/<str:word>/", welcome.letter, name="invitation"),
]
